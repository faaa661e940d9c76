// A random id, also where the page is not secure. No export: the text stands in front of each component that needs it.
function cjmId() {
  const c = window.crypto;
  if (c && c.randomUUID) return c.randomUUID(); // only where the page is secure
  const b = new Uint8Array(16);
  c.getRandomValues(b);
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const h = Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
  return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
}
