# Warnings for our own code only; they are errors.
add_library(copack_warnings INTERFACE)
target_compile_options(
  copack_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor
                            -Woverloaded-virtual -Wold-style-cast -Wcast-qual -Wformat=2 -Wnull-dereference -Wno-missing-field-initializers -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False positives of g++ 12 at -O2 and with sanitizers on std::string and std::vector.
  target_compile_options(copack_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds
                                                   -Wno-maybe-uninitialized -Wno-null-dereference)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # libstdc++ 12 implements std::stable_sort with a function that C++20 deprecates.
  target_compile_options(copack_warnings INTERFACE -Wno-deprecated-declarations)
endif()
# The same results on every machine: no fused multiply-add that one compiler forms and another does not.
add_compile_options(-ffp-contract=off)
