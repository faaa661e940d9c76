export default function (component) {
  const { data } = component;
  clearTimeout(window.__cjmBarLeaves);
  let bar = window.__cjmBar;
  if (bar && bar.workshop !== data.workshop) {
    bar.gone();
    bar = null;
  }
  if (!bar) bar = window.__cjmBar = new CjmBar(data.workshop);
  bar.set(data);
  return () => {
    // the next page of the workshop takes it over; only leaving the workshop takes it away
    clearTimeout(window.__cjmBarLeaves);
    window.__cjmBarLeaves = setTimeout(() => {
      if (window.__cjmBar) window.__cjmBar.gone();
      window.__cjmBar = null;
    }, 1500);
  };
}
