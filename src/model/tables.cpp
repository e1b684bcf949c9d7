#include "model/tables.hpp"

// An array literal of this size costs the compiler seconds and a gigabyte; the assembler none.
#if defined(__APPLE__)
#define HANFIX_SECTION ".const_data"
#define HANFIX_NAME "_hanfix_model_image"
#else
#define HANFIX_SECTION ".section .rodata"
#define HANFIX_NAME "hanfix_model_image"
#endif
asm(HANFIX_SECTION "\n.balign 64\n.globl " HANFIX_NAME "\n" HANFIX_NAME
                   ":\n.incbin \"" HANFIX_MODEL_IMAGE "\"\n.balign 64\n.text\n");
extern "C" const std::byte hanfix_model_image[];

namespace hanfix::model {

Tables::Tables(const std::byte* base) : header(reinterpret_cast<const image::Header*>(base)) {
  const auto at = [&]<class T>(std::uint32_t offset, const T*& out) {
    out = reinterpret_cast<const T*>(base + offset);
  };
  at(header->page_index, page_index);
  at(header->pages, pages);
  at(header->codes, codes);
  at(header->to_hans, to_hans);
  at(header->to_hant, to_hant);
  at(header->share, share);
  hans = GramTable(base, *header, header->tables[0]);
  hant = GramTable(base, *header, header->tables[1]);
}

const Tables& Tables::embedded() noexcept {
  static const Tables tables(hanfix_model_image);
  return tables;
}

}  // namespace hanfix::model
