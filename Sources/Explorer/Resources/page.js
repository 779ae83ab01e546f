// The page's elements.

/** An element with properties, and what is in it. */
export function make(tag, properties = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && name !== "role") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...content.filter((part) => part !== null && part !== undefined));
  return element;
}

/** An element of a drawing. */
export function shape(tag, properties = {}, ...content) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

export function byId(id) { return document.getElementById(id); }

/** Says something to who does not see the page. */
export function say(text) {
  const status = byId("status");
  if (status && status.textContent !== text) status.textContent = text;
}

/** Says what went wrong, to everybody; nothing takes it away. */
export function complain(error) {
  const place = byId("trouble");
  place.textContent = error ? error.message ?? String(error) : "";
  place.hidden = !error;
}

/** Asks one question at a time, and of those that come meanwhile the last; the element is busy until it is answered. */
export function latest(element, ask, take) {
  let [isBusy, isWanted] = [false, false];
  return async function again() {
    if (isBusy) { isWanted = true; return; }
    isBusy = true;
    element.setAttribute("aria-busy", true);
    do {
      isWanted = false;
      try { take(await ask()); complain(null); } catch (error) { complain(error); }
    } while (isWanted);
    isBusy = false;
    element.setAttribute("aria-busy", false);
  };
}

/** Tabs as a keyboard expects them: arrows move, the shown one is in the order of Tab. */
export function tabs(list, shown) {
  const buttons = [...list.querySelectorAll("[role=tab]")].filter((button) => !button.hidden);
  function choose(button, focused) {
    for (const other of list.querySelectorAll("[role=tab]")) {
      const isChosen = other === button;
      other.setAttribute("aria-selected", isChosen);
      other.tabIndex = isChosen ? 0 : -1;
      byId(other.getAttribute("aria-controls")).hidden = !isChosen;
    }
    if (focused) button.focus();
    shown(button.id);
  }
  for (const button of buttons) {
    button.addEventListener("click", () => choose(button, false));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const place = buttons.indexOf(button);
      const next =
        event.key === "Home" ? buttons[0] : event.key === "End" ? buttons[buttons.length - 1]
        : step ? buttons[(place + step + buttons.length) % buttons.length] : null;
      if (next) { event.preventDefault(); choose(next, true); }
    });
  }
  return { choose: (id) => choose(byId(id), false) };
}
