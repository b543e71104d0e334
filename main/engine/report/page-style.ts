import type { ThemeName } from './encoding';
import { STATE_ENCODINGS, THEME_COLOURS } from './encoding';

/** The inks and washes of judgements; those of states are in the encoding. 4.5:1 on their wash and on the panel. */
const JUDGEMENTS = {
  light: { good: '#1E6B3A', 'good-wash': '#E8F3EC', warn: '#7A4B00', 'warn-wash': '#FBF1DF' },
  dark: { good: '#7BD69A', 'good-wash': '#1D2E24', warn: '#F0C368', 'warn-wash': '#332B1B' },
} as const;

function variables(theme: ThemeName): string {
  const { background, panel, sunk, line, outline, ink, soft, focus, wash } = THEME_COLOURS[theme];
  const colours = {
    background,
    panel,
    sunk,
    line,
    outline,
    ink,
    soft,
    focus,
    bad: STATE_ENCODINGS.blocked.colour[theme],
    'bad-wash': wash.blocked,
    unknown: soft,
    'unknown-wash': wash.undecided,
    ...JUDGEMENTS[theme],
  };
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');
}

/** The style of review and checklist: light, dark, forced colours and paper. Colour only repeats what signs and words say. */
export const PAGE_STYLE = `:root { color-scheme: light; ${variables('light')} }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; ${variables('dark')} } }
* { box-sizing: border-box; }
html { scroll-behavior: auto; }
body {
  margin: 0 auto; padding: 14px 28px 64px; max-width: 1320px; background: var(--background); color: var(--ink);
  font: 14px/1.5 Inter, 'Segoe UI', -apple-system, BlinkMacSystemFont, Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif;
}
code, pre { font-family: 'JetBrains Mono', 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: 12.5px; unicode-bidi: isolate; }
code { overflow-wrap: anywhere; }
code.place { color: var(--soft); }
a { color: var(--focus); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.kind { margin: 0; color: var(--soft); font-size: 12.5px; }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 10px; font-size: 18px; line-height: 1.3; }
h3 { margin: 26px 0 8px; font-size: 15.5px; }
p { margin: 0 0 8px; }
main > p { color: var(--soft); margin-bottom: 12px; }
ul { margin: 0 0 10px; padding-left: 20px; }
li { margin-bottom: 3px; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 10px; padding: 0; list-style: none; font-size: 12.5px; }
main > section { margin-top: 36px; padding-top: 18px; border-top: 1px solid var(--line); }
.notice { margin: 0 0 12px; padding: 8px 16px; border: 1px solid currentcolor; border-left-width: 6px; border-radius: 8px; background: var(--panel); }
.notice p { margin: 0; color: var(--ink); }
.notice .title { font-size: 17px; color: inherit; }
.notice.bad { color: var(--bad); background: var(--bad-wash); }
.notice.warn { color: var(--warn); background: var(--warn-wash); }
.notice.good { color: var(--good); background: var(--good-wash); }
.notice.unknown { color: var(--unknown); background: var(--unknown-wash); }
.panels { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; margin-bottom: 14px; }
.panel { padding: 10px 16px 4px; border: 1px solid var(--line); border-top: 4px solid var(--outline); border-radius: 8px; background: var(--panel); }
.panel.bad { border-top-color: var(--bad); }
.panel.warn { border-top-color: var(--warn); }
.panel.good { border-top-color: var(--good); }
.panel.unknown { border-top-style: dashed; }
.panel h2 { font-size: 16px; margin-bottom: 6px; }
.panel caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.panel table { border: 0; font-size: 13px; }
.panel td, .panel th { padding: 2px 10px 2px 0; min-width: 0; overflow-wrap: break-word; }
.panel th[scope='row'] { min-width: 118px; }
.panel .scroll { margin-bottom: 8px; }
.scroll { overflow-x: auto; margin-bottom: 14px; position: relative; }
table { border-collapse: collapse; width: 100%; background: var(--panel); font-size: 13px; }
caption { padding: 0 0 6px; text-align: left; font-weight: 600; }
th, td { padding: 5px 10px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; min-width: 64px; }
thead th { color: var(--soft); font-size: 12.5px; border-bottom-color: var(--outline); }
tbody th { font-weight: 400; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
.sign { font-weight: 600; white-space: nowrap; }
.sign.bad { color: var(--bad); }
.sign.warn { color: var(--warn); }
.sign.good { color: var(--good); }
.sign.unknown { color: var(--unknown); font-style: italic; }
pre { margin: 0 0 12px; padding: 10px 12px; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--sunk); }
details { margin: 0 0 12px; padding: 6px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); }
details[open] summary { margin-bottom: 8px; }
summary { cursor: pointer; }
.tasks { padding-left: 0; list-style: none; }
.tasks li { display: flex; gap: 10px; align-items: flex-start; }
.box { flex: none; width: 14px; height: 14px; margin-top: 3px; border: 1.5px solid var(--ink); border-radius: 2px; }
figure { margin: 0 0 20px; }
figcaption { color: var(--soft); font-size: 12.5px; }
.picture { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: #FFFFFF; }
.picture svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
@media (max-width: 900px) { .panels { grid-template-columns: minmax(0, 1fr); } body { padding: 16px; } }
@media (max-width: 560px) { .panel th[scope='row'] { min-width: 0; } .panel td, .panel th { padding-right: 6px; } }
@media (forced-colors: active) {
  .notice, .panel, details, pre, .picture { border-color: CanvasText; }
  .picture { forced-color-adjust: none; }
  .box { border-color: CanvasText; }
}
@media print {
  :root { color-scheme: light; ${variables('light')} --background: #FFFFFF; }
  @page { size: A4; margin: 14mm 12mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  h1, h2, h3, summary, caption { break-after: avoid; }
  tr, li, .notice, .picture, figure { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll, pre, .picture { overflow: visible; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  table, code, pre { font-size: 8.5pt; }
  th, td { padding: 3px 6px; min-width: 0; }
  .panels { display: block; }
  .panel { margin-bottom: 10px; break-inside: avoid; }
}
`;
