[Version] 2.1
# MHz S DB R 50
[Number of Ports] 4
[Number of Frequencies] 1
[Number of Noise Frequencies] 1
[Matrix Format] Upper
[Begin Information]
words
[End Information]
[Network Data]
10 -20 0 -1 -30 -40 0 -40 0
-20 0 -40 0 -40 0
-20 0 -1 -30
-20 0
[Noise Data]
10 1 0.5 0 0.3
[End]
