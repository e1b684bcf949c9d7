# hanfix_embed(MODULE SYMBOL FILE): embeds FILE, as it is, into the object library hanfix_MODULE, as
# `extern "C" const` bytes `SYMBOL[]`, aligned to 64. The images know their own size. `.incbin` costs the
# assembler nothing; an array literal of 8 MB costs GCC 12 17 seconds and 1.3 GB.
function(hanfix_embed module symbol file)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT [=[
// Made by cmake/HanfixEmbed.cmake.
asm(R"(
  .pushsection .rodata.@symbol@, "a", %progbits
  .balign 64
  .globl @symbol@
  .hidden @symbol@
  .type @symbol@, %object
@symbol@:
  .incbin "@file@"
  .size @symbol@, . - @symbol@
  .popsection
)");
]=] @ONLY)
  set_source_files_properties("${source}" PROPERTIES OBJECT_DEPENDS "${file}")
  target_sources(hanfix_${module} PRIVATE "${source}")
endfunction()
