"""The parts of the page on which the workshop is closed."""

CSS = """
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; margin-bottom: 4px; } .head .button { margin-inline-start: auto; }
.about { padding-bottom: 6px; } .list li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 10px; align-items: center; min-height: 41px; border-top: 1px solid var(--line); padding: 1px 0; }
.list .t { overflow-wrap: anywhere; line-height: 20px; } .list .small { overflow-wrap: anywhere; line-height: 17px; }
.list .small .icon { font-size: 16px; vertical-align: -3px; }
.n { width: 26px; height: 26px; border-radius: 50%; display: grid; place-items: center; font-size: 14px; font-weight: 600; flex: none; }
.quick_wins { background: light-dark(#ddf0e7, #15332a); color: light-dark(#0b5e45, #86d9b8); } .strategic_investments { background: light-dark(#e0ebf6, #172c42); color: light-dark(#174e86, #93c5f2); }
.fill_ins, .none { background: light-dark(#eceFed, #20272b); color: light-dark(#48535a, #c2cbce); } .money_pit { background: light-dark(#f9e8dd, #3a251a); color: light-dark(#8a3210, #ffb98a); }
button.pick { display: inline-flex; align-items: center; gap: 4px; border: 1px solid var(--line); border-radius: 20px; padding: 3px 14px 3px 8px; min-height: 36px; font-size: 16px; white-space: nowrap; color: var(--muted); } button.pick[aria-pressed=true] { background: var(--tint); border-color: var(--primary); color: var(--ink); }
summary { cursor: pointer; padding: 8px 0; color: var(--muted); font-size: 16px; } summary:focus-visible { outline: 3px solid var(--primary); outline-offset: 2px; }
button.pick .icon { vertical-align: 0; }
.state { display: inline-flex; gap: 5px; align-items: center; font-size: 16px; white-space: nowrap; } .has .icon, .done .icon { color: var(--green); } .late, .blocked { color: var(--rust); font-weight: 600; }
.missing li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 8px; padding: 4px 0; font-size: 16px; line-height: 20px; overflow-wrap: anywhere; } .missing .icon { color: var(--rust); } .calm .icon { color: var(--green); }
.end { margin-top: 10px; width: 100%; min-height: 48px; text-align: center !important; font-weight: 600 !important; } .end.ready { background: light-dark(#0f5c63, #237a82) !important; color: #fff; border-color: transparent !important; }
@media (min-width: 768px) and (max-height: 800px) { .panel { padding-block: 8px; } .list li { min-height: 38px; padding: 0; } }
@media (max-width: 767px) { .list li { grid-template-columns: auto minmax(0, 1fr); gap: 4px 10px; padding: 7px 0; } .list li > button, .list li > .state { grid-column: 2; justify-self: start; } button.pick, .button { min-height: 44px; } }
"""
