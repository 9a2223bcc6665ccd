// SPDX-License-Identifier: Apache-2.0
#include "copack/report/html.hpp"

namespace copack::report {

namespace {

constexpr std::string_view sheet = R"css(
:root {
  --paper: #fff; --ink: #1b1f24; --quiet: #57606a; --rule: #d0d7de; --shade: #f4f6f8; --link: #0b5cad;
  --good: #116329; --bad: #a40e26; --accent: #0072b2;
  --series-1: #0072b2; --series-2: #c24e00; --series-3: #007a58; --series-4: #9a4c85; --series-5: #80650a;
  --series-6: #57606a; --series-7: #b3245f; --series-8: #3d4fa0; --series-9: #4f7a12;
  --series-10: #7a3b12; --series-11: #00667a;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d; --ink: #e6e9ed; --quiet: #a3adb8; --rule: #39424c; --shade: #1d232a; --link: #7cc0ff;
    --good: #5fd38a; --bad: #ff8f8f; --accent: #56b4e9;
    --series-1: #56b4e9; --series-2: #f08a3c; --series-3: #2fc69a; --series-4: #de9cc6; --series-5: #d9b23c;
    --series-6: #9ca3af; --series-7: #ff8fb8; --series-8: #a5b4ff; --series-9: #a3d45c;
    --series-10: #e0a080; --series-11: #6fd0e0;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.25rem clamp(1rem, 3vw, 2.5rem) 4rem; max-width: 72rem; background: var(--paper);
  color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
p, dd, dt, h1, h2, h3, figcaption, caption, .long { overflow-wrap: anywhere; }
.long { display: inline-block; min-width: 9rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 {
  font-size: 1.25rem; line-height: 1.3; margin: 2.4rem 0 .7rem; padding-top: .6rem; border-top: 2px solid var(--ink);
}
.front section:first-child h2 { margin-top: 1.2rem; }
p { margin: .5rem 0; max-width: 48rem; }
a { color: var(--link); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .4rem .8rem; }
.facts { color: var(--quiet); font-size: .9rem; max-width: none; }
.facts span { display: inline-block; margin-right: 1.2rem; }
.note { color: var(--quiet); font-size: .875rem; }
.cards {
  display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17.5rem), 1fr));
  margin: .8rem 0 1rem;
}
.card {
  border: 1px solid var(--rule); border-left: 5px solid var(--accent); border-radius: 4px;
  padding: .75rem 1rem .6rem;
}
.card h3 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 .35rem; }
.card p { margin: .3rem 0; font-size: .93rem; }
.kicker { display: block; font-size: .8rem; font-weight: 600; color: var(--quiet); }
.meter { position: relative; height: .6rem; margin-top: .7rem; border: 1px solid var(--quiet); border-radius: 2px; }
.meter b { display: block; height: 100%; background: var(--accent); }
.meter i { position: absolute; top: -.3rem; bottom: -.3rem; width: 3px; margin-left: -1.5px; background: var(--ink); }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .35rem 1.2rem; margin: .8rem 0; }
dt { font-weight: 600; grid-column: 1; max-width: 14rem; }
dd { margin: 0; grid-column: 2; max-width: 48rem; }
.scroll { overflow-x: auto; margin: 1rem 0 .3rem; }
table {
  border-collapse: collapse; font-size: .9rem; line-height: 1.35; font-variant-numeric: tabular-nums; width: 100%;
}
caption { text-align: left; font-weight: 600; padding: .2rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .32rem .7rem .32rem 0; border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
td { min-width: 3rem; }
thead th, thead td { vertical-align: bottom; border-bottom: 2px solid var(--quiet); }
tbody th { font-weight: 400; min-width: 8.5rem; max-width: 22rem; }
.num { text-align: right; }
.pair tbody th { min-width: 3.5rem; }
.num + :not(.num) { padding-left: .9rem; }
tbody th:not([colspan]) { position: sticky; left: 0; background: var(--paper); }
.one { white-space: nowrap; }
.group th { font-weight: 600; background: var(--shade); padding-left: .4rem; }
.detail { display: block; color: var(--quiet); font-size: .82rem; }
.good { color: var(--good); }
.bad { color: var(--bad); }
figure { margin: 1.2rem 0 1.8rem; }
figcaption { font-weight: 600; margin-bottom: .5rem; }
.picture { overflow-x: auto; }
@media (min-width: 60rem) {
  .pair { display: grid; grid-template-columns: minmax(0, 42rem) minmax(0, 1fr); gap: 0 2rem; align-items: start; }
}
svg.chart { display: block; width: 100%; min-width: 30rem; max-width: 46rem; height: auto; }
.formula { margin: 1rem 0 .3rem; padding: .6rem .9rem; background: var(--shade); overflow-x: auto; }
.formula code { display: block; }
code { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: .88rem; }
#contents ol { columns: 2 18rem; padding-left: 1.6rem; margin: 0; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 40rem) {
  dl { display: block; }
  dt { margin-top: .6rem; }
  h1 { font-size: 1.4rem; }
  tbody th { min-width: 7rem; }
}
@media print {
  @page { size: A4; margin: 10mm 12mm; }
  body { padding: 0; max-width: none; font-size: 9pt; line-height: 1.3; }
  .skip, #contents, .facts a { display: none; }
  .front { break-after: page; }
  h1 { font-size: 14pt; margin: 0 0 2pt; }
  h2 { font-size: 11pt; margin: 7pt 0 2pt; padding-top: 3pt; break-after: avoid; }
  .front section:first-child h2 { margin-top: 3pt; }
  .facts { font-size: 8pt; }
  .front td .detail { display: inline; margin-left: .4em; }
  .scroll { margin: 4pt 0 2pt; }
  caption { padding: 0 0 2pt; }
  table { font-size: 7.5pt; }
  th, td { padding: 1.2pt 5pt 1.2pt 0; min-width: 0; }
  tbody th { min-width: 0; }
  thead { display: table-header-group; }
  .pair { display: block; }
  .long { min-width: 0; }
  tr, .card, .picture, .formula, dd { break-inside: avoid; }
  figure { break-inside: auto; }
  caption, figcaption { break-after: avoid; }
  .scroll, .picture, .formula { overflow: visible; }
  svg.chart { max-width: 150mm; min-width: 0; }
  .cards { grid-template-columns: repeat(auto-fit, minmax(52mm, 1fr)); gap: 6pt; margin: 5pt 0; }
  .card { padding: 4pt 7pt; }
  .card h3 { font-size: 11pt; }
  .card p { font-size: 8.5pt; margin: 1.5pt 0; }
  .meter { margin-top: 3pt; }
  .kicker, .note, .detail { font-size: 7.5pt; }
  dl { gap: 1pt 10pt; margin: 4pt 0; }
  p { margin: 3pt 0; }
  .meter, .card, svg.chart { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";

}  // namespace

std::string_view style_sheet() { return sheet; }

}  // namespace copack::report
