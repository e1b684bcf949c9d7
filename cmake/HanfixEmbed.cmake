# hanfix_embed(MODULE SYMBOL FILE): embeds FILE, as it is, into the object library hanfix_MODULE, as
# `extern "C" const unsigned char SYMBOL[]` up to `SYMBOL_end`, aligned to 64 bytes. `.incbin` costs the
# assembler nothing; an array literal of 8 MB costs GCC 12 17 seconds and 1.3 GB.
function(hanfix_embed module symbol file)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT [=[
// Made by cmake/HanfixEmbed.cmake.
asm(R"(
  .section .rodata
  .balign 64
  .global @symbol@
  .global @symbol@_end
@symbol@:
  .incbin "@file@"
@symbol@_end:
  .byte 0
  .previous
)");
]=] @ONLY)
  set_source_files_properties("${source}" PROPERTIES OBJECT_DEPENDS "${file}")
  target_sources(hanfix_${module} PRIVATE "${source}")
endfunction()
