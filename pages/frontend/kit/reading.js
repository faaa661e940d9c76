// Where a read-out stands. The order is kept as it was first seen, so that a card that is moved stays where it was in the pile.
function cjmReading(memory, doc) {
  const on = doc.activity;
  if (memory.id !== on.id) Object.assign(memory, { id: on.id, order: [] });
  const pile = on.kind === "close" ? doc.promises.actions : doc.results.cards;
  const cards = new Map(pile.map((card) => [card.id, card]));
  for (const id of cards.keys()) if (!memory.order.includes(id)) memory.order.push(id);
  const alive = memory.order.filter((id) => cards.has(id)).map((id) => cards.get(id));
  let index = 0;
  if (doc.place === "all") index = alive.length;
  else if (doc.place) {
    const at = memory.order.indexOf(doc.place);
    index = alive.findIndex((card) => memory.order.indexOf(card.id) >= at);
    if (index < 0) index = Math.max(0, alive.length - 1);
  }
  return { cards: alive, index, all: index >= alive.length };
}
