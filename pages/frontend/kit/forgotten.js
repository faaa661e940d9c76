export default function () {
  cjmForget();
  // A page that has shown something of the workshop still has it in its memory: only one that begins anew has not.
  if (window.__cjmLives || window.__cjmDrafts) window.location.reload();
}
