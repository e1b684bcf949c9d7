/// \file  How the page of --report looks.
#pragma once
#include <string_view>

namespace hanfix::cli {

/// For a screen in light and dark, and for paper, where explanations stand behind what they
/// explain.
inline constexpr std::string_view kHtmlStyle = R"css(
:root{color-scheme:light dark;--paper:#fdfdfb;--ink:#1d1d1f;--dim:#666;--line:#ddd;--box:#f3f3ef;
--edit:#cdebcf;--doubt:#ffd9a0;--note:#d8e3f8;--was:#b3261e;--is:#14702b;--link:#0b57a4}
@media (prefers-color-scheme:dark){:root{--paper:#17181a;--ink:#e4e4e2;--dim:#a0a0a0;--line:#3a3b3e;
--box:#222326;--edit:#1f4a28;--doubt:#6b4300;--note:#2a3d5e;--was:#ff9d94;--is:#8fdc9f;--link:#8ab8ff}}
body{background:var(--paper);color:var(--ink);max-width:62em;margin:0 auto;padding:1.5em 1em 9em;
font:16px/1.6 system-ui,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.6em;margin:0 0 .3em}h2{font-size:1.2em;margin:2em 0 .4em;overflow-wrap:anywhere}
h3{font-size:1em;margin:1.2em 0 .3em}
a{color:var(--link)}p,ol,ul{margin:.4em 0}.dim,.gap{color:var(--dim)}
table{border-collapse:collapse;margin:.4em 0}th,td{padding:.15em .9em .15em 0;text-align:left;
vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
td.num,th.num{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
pre{white-space:pre-wrap;overflow-wrap:anywhere;direction:ltr;unicode-bidi:isolate;font:inherit;line-height:1.9;
background:var(--box);margin:.3em 0;padding:.4em .6em .4em 4.6em;border-radius:4px;tab-size:4}
p.gap{margin:.2em 0 .2em 4.6em}span.gap{font-size:.8em;margin:0 .3em}
.n::before{content:attr(data-n);display:inline-block;width:3.8em;margin:0 .7em 0 -4.5em;text-align:right;
color:var(--dim);font-size:.8em;font-style:normal;unicode-bidi:isolate}
mark{color:inherit;border-radius:3px;padding:.05em .1em;cursor:help;unicode-bidi:isolate;
box-decoration-break:clone;-webkit-box-decoration-break:clone}
mark.edit{background:var(--edit);border-bottom:2px solid var(--is)}
mark.doubt{background:var(--doubt);border-bottom:2px dashed var(--was)}
mark.note{background:var(--note);border-bottom:2px dotted var(--dim)}
mark.gone::before{content:"\2423";color:var(--dim)}
mark:target{outline:3px solid var(--link);outline-offset:2px}
mark:focus{outline:2px solid var(--ink)}
.tip{display:none;position:fixed;z-index:1;left:0;right:0;bottom:0;max-height:40vh;overflow:auto;
box-sizing:border-box;padding:.7em max(1em,calc(50vw - 31em));background:var(--box);color:var(--ink);
border-top:2px solid var(--dim);font-size:1rem;line-height:1.5;user-select:none;unicode-bidi:isolate}
mark:hover>.tip,mark:focus>.tip,mark:target>.tip{display:block}
mark:focus>.tip{z-index:2}mark:hover>.tip{z-index:3}
del{color:var(--was);text-decoration:line-through 1px}ins{color:var(--is);text-decoration:none}
del,ins,bdi{unicode-bidi:isolate}
.c,.cr{font:.7em ui-monospace,monospace;border:1px solid var(--dim);border-radius:3px;padding:0 .2em;
margin:0 .1em;unicode-bidi:isolate}.cr{display:none}
li{margin:.25em 0;overflow-wrap:anywhere}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--box:#fff;--edit:#e4f3e4;--doubt:#ffe9c7;
--note:#e8eefb;--was:#900;--is:#064;--line:#bbb;--dim:#555;--link:#000}
body{max-width:none;padding:0;font-size:10.5pt}
mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.tip{display:inline;position:static;padding:0;border:0;background:none;font-size:.75em;color:var(--dim)}
.tip del{text-decoration:none}.tip::before{content:" ["}.tip::after{content:"] "}
pre{border:1px solid var(--line)}h2{break-after:avoid}li,tr{break-inside:avoid}}
)css";

}  // namespace hanfix::cli
