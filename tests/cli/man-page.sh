# docs/hanfix.1 is what the options table says now (rewrite it: cmake --build … --target man).
"$MAN_PAGE_TOOL" | cmp - "$DOCS/hanfix.1"
