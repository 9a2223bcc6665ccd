[Version] 2.0
# GHz S RI R 50
[Number of Ports] 2
[Two-Port Data Order] 12_21
[Number of Frequencies] 2
[Reference] 50 75
[Matrix Format] Lower
[Network Data]
1 0.1 0 0.9 0 0.1 0
2 0.1 0 0.8 0 0.1 0
[End]
