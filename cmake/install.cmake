# What a consumer gets: the program, the libraries, the headers, the catalog.
get_property(layers GLOBAL PROPERTY COPACK_LAYERS)
install(TARGETS ${layers} EXPORT copackTargets)
install(TARGETS copack RUNTIME)
install(DIRECTORY src/copack DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/copack/data)
set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/copack)
install(EXPORT copackTargets NAMESPACE copack:: DESTINATION ${config_dir})
include(CMakePackageConfigHelpers)
configure_package_config_file(cmake/copackConfig.cmake.in copackConfig.cmake INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(copackConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/copackConfig.cmake ${PROJECT_BINARY_DIR}/copackConfigVersion.cmake
        DESTINATION ${config_dir})
