// A button that copies; without a secure context (plain http in the room) by the old way, and if that fails too by showing the text.
export default function (component) {
  const { data, parentElement } = component;
  const host = parentElement;
  host.__text = data.text;
  let button = host.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    const icon = document.createElement("span");
    icon.className = "icon";
    icon.setAttribute("aria-hidden", "true");
    icon.setAttribute("translate", "no");
    const words = document.createElement("span");
    words.className = "words";
    words.setAttribute("aria-live", "polite");
    button.append(icon, words);
    host.appendChild(button);
    button.addEventListener("click", async () => {
      const done = await copied(host.__text);
      if (!done) return byHand(host, host.__text);
      say("check", "Copied");
      clearTimeout(host.__timer);
      host.__timer = setTimeout(() => say("content_copy", host.__label), 2500);
    });
  }
  host.__label = data.label;
  const say = (icon, words) => {
    host.querySelector(".icon").textContent = icon;
    host.querySelector(".words").textContent = words;
  };
  say("content_copy", data.label);
}

async function copied(text) {
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      // not allowed here: the old way may be
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.style.cssText = "position:fixed;top:0;left:0;opacity:0";
  document.body.appendChild(area);
  area.select();
  area.setSelectionRange(0, text.length);
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch (error) {
    done = false;
  }
  area.remove();
  return done;
}

function byHand(host, text) {
  let field = host.querySelector("input");
  if (!field) {
    field = document.createElement("input");
    field.readOnly = true;
    field.setAttribute("aria-label", "Copy this by hand");
    host.appendChild(field);
  }
  field.value = text;
  field.focus();
  field.select();
}
