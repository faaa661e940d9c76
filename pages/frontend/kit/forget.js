// What somebody had written or seen on this phone goes with them. What waits to be sent stays, and is shown to nobody else.
function cjmForget() {
  for (const store of ["localStorage", "sessionStorage"]) {
    try {
      for (const key of Object.keys(window[store])) if (/^cjm/.test(key) && !/^cjm-act:/.test(key)) window[store].removeItem(key);
    } catch (_) {
      /* no storage: then nothing is in it */
    }
  }
}
