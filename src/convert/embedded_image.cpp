// The compiled dictionaries as part of the program: .incbin costs the build nothing, while an
// array literal of this size takes a compiler many seconds and a gigabyte.
#include "convert/image.hpp"

asm(R"(
  .pushsection .rodata.hanfix_conversion, "a", @progbits
  .balign 64
  .globl hanfix_conversion_image
  .hidden hanfix_conversion_image
  .type hanfix_conversion_image, @object
hanfix_conversion_image:
  .incbin ")" HANFIX_CONVERSION_IMAGE R"("
  .size hanfix_conversion_image, . - hanfix_conversion_image
  .popsection
)");

extern "C" const std::byte hanfix_conversion_image[];

namespace hanfix::convert {

const Image& Image::builtin() noexcept {
  const auto& header = *reinterpret_cast<const image::Header*>(hanfix_conversion_image);
  static const Image image({hanfix_conversion_image, static_cast<std::size_t>(header.size)});
  return image;
}

}  // namespace hanfix::convert
