"""How the page of versions looks."""

from __future__ import annotations

from cjm.versions.compare import HOW, How
from pages.shared.draw import Tree, icon

ICONS: dict[How, str] = {"added": "add_circle", "removed": "remove_circle", "moved": "arrow_circle_right", "changed": "edit"}


def tag(how: How) -> Tree:
    """A word and its sign."""
    return ["span", {"class": f"tag {how}"}, icon(ICONS[how]), f" {HOW[how]}"]


CSS = """
.list { display: flex; flex-direction: column; gap: 6px; } .list h2 { font-size: 18px; line-height: 22px; padding: 4px 2px 0; }
.version { display: block; width: 100%; text-align: start; background: var(--paper) !important; border: 1px solid var(--line) !important; border-radius: 8px; padding: 8px 12px !important; overflow-wrap: anywhere; }
.version[aria-pressed=true] { border: 2px solid var(--primary) !important; padding: 7px 11px !important; } .version b { font-weight: 600; display: block; font-size: 17px; line-height: 21px; }
.version .small { display: block; } .version .role { color: var(--primary); font-weight: 600; } .back { display: flex; gap: 10px; align-items: center; padding: 4px 2px; } .back .what { flex: 1; min-width: 0; overflow-wrap: anywhere; font-size: 16px; line-height: 20px; }
.counts { display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: center; font-size: 17px; padding: 2px 0; } .counts .whose { font-weight: 600; overflow-wrap: anywhere; }
.tag, .sign { white-space: nowrap; } .tag { font-size: 14px; line-height: 18px; margin-inline-start: 8px; font-weight: 600; } .tag .icon { font-size: 18px; vertical-align: -4px; }
.added > .icon, .added .sign, .tag.added, .n.added .icon { color: var(--green); } .removed .sign, .tag.removed, .n.removed .icon { color: var(--rust); } .moved .sign, .tag.moved, .n.moved .icon { color: light-dark(#174e86, #93c5f2); } .changed .sign, .tag.changed, .n.changed .icon { color: var(--primary); }
.areas { columns: 2 460px; column-gap: 12px; } .area { break-inside: avoid; margin: 0 0 12px; padding: 10px 14px; } .area h3 { font-size: 18px; line-height: 22px; padding-bottom: 2px; overflow-wrap: anywhere; }
.told { display: flex; gap: 8px; padding: 4px 0; border-top: 1px solid var(--line); font-size: 16px; line-height: 21px; } .told:first-child { border: 0; } .told .what { min-width: 0; flex: 1; overflow-wrap: anywhere; } .told.removed .what { color: var(--muted); }
.text { font-size: 15px; line-height: 20px; padding: 2px 0 2px 10px; border-inline-start: 3px solid var(--line); white-space: pre-wrap; } .text del { color: var(--rust); text-decoration-thickness: 2px; } .text ins { color: var(--green); font-weight: 600; text-decoration-thickness: 2px; text-underline-offset: 3px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; } .areas, .picture { position: relative; }
.counts .small { flex: 1; min-width: 200px; } .more { font-size: 18px; padding: 8px 0 4px; } .nothing { color: var(--green); font-size: 18px; } .first { font-size: 17px; line-height: 24px; }
.by-stage { display: none; } .picture { overflow-x: auto; } .then { border-collapse: separate; border-spacing: 4px; width: 100%; table-layout: fixed; min-width: 860px; } .then th { text-align: start; font-weight: 600; font-size: 16px; line-height: 19px; overflow-wrap: break-word; vertical-align: top; } .then thead th:first-child { width: 110px; }
.then thead th { background: var(--paper); border-radius: 8px 8px 0 0; padding: 6px 8px; } .then .blank { background: none; } .then thead .tag { display: block; margin: 0; } .then tbody th { padding: 4px 1px; font-size: 14px; line-height: 17px; }
.then td { background: var(--cell); border-radius: 6px; padding: 3px; vertical-align: top; } .then .same { font-size: 13px; line-height: 17px; color: var(--muted); padding: 1px 3px; }
.mark { background: var(--paper); border-radius: 6px; padding: 3px 6px; margin-bottom: 3px; font-size: 14px; line-height: 17px; overflow-wrap: anywhere; border: 1.5px solid var(--edge); } .mark .how { font-size: 12px; line-height: 15px; font-weight: 600; display: block; } .mark .how .icon { font-size: 15px; vertical-align: -3px; }
.mark .t { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.mark.added { border: 2.5px solid var(--green); } .mark.added .how { color: var(--green); } .mark.removed { border: 1.5px dashed var(--rust); background: none; } .mark.removed .how { color: var(--rust); } .mark.removed .t { text-decoration: line-through; color: var(--muted); }
.mark.moved { border: 1.5px solid light-dark(#174e86, #93c5f2); border-inline-start-width: 6px; } .mark.moved .how { color: light-dark(#174e86, #93c5f2); } .mark.changed { border: 1.5px solid var(--primary); border-bottom-width: 4px; } .mark.changed .how { color: var(--primary); }
.then .felt { text-align: center; font-size: 16px; line-height: 20px; } .then .felt b { font-weight: 600; } .column.removed { border: 2px dashed var(--rust); } .column.added { border: 2px solid var(--green); }
@media (max-width: 767px) { .picture { display: none; } .by-stage { display: flex; flex-direction: column; gap: 10px; } .by-stage section { padding: 10px 14px; } .by-stage h3 { font-size: 18px; line-height: 22px; overflow-wrap: anywhere; } .by-stage .mark { font-size: 16px; line-height: 20px; } .by-stage .mark .how { font-size: 14px; line-height: 18px; } .by-stage .felt { padding-top: 4px; } .areas { columns: 1; } .version { min-height: 44px; } }
"""
