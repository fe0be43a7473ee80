// What a shopper does with a painted offer before its view is there: the view hears of it as soon as it is.

const labelOf = (control) => control.getAttribute("aria-label") ?? control.textContent;

// The products with their prices; the total and the button's label also depend on what is ticked.
function itemsOf(root) {
  const items = [...root.querySelectorAll("li")];
  return (items.length > 0 ? items : [root]).map((item) => item.textContent).join();
}

/** Watches the painted nodes; `start` is called at the first press. */
export function createEarlyClicks(root, start) {
  const before = itemsOf(root);
  const pressed = new Map(); // button -> its text
  const press = ({ target }) => {
    const button = target.closest?.("button");
    if (!button || pressed.has(button)) return;
    pressed.set(button, labelOf(button));
    button.setAttribute("aria-busy", "true");
    start();
  };
  root.addEventListener("click", press);
  root.addEventListener("change", start);
  let [ticks, choices] = [new Map(), new Map()];

  return {
    /** Before the view takes the nodes over. */
    stop() {
      root.removeEventListener("click", press);
      root.removeEventListener("change", start);
      ticks = new Map([...root.querySelectorAll("input")].map((input) => [labelOf(input), input.checked]));
      choices = new Map([...root.querySelectorAll("select")].map((list) => [labelOf(list), list.value]));
    },
    /** Repeats to the view what the shopper did, unless the offer is another one by now. */
    replay() {
      const isSame = root.isConnected && itemsOf(root) === before;
      for (const input of root.querySelectorAll("input")) {
        const isTicked = ticks.get(labelOf(input)) ?? input.checked;
        if (isTicked === input.checked) continue;
        input.checked = isTicked;
        input.dispatchEvent(new Event("change"));
      }
      for (const list of root.querySelectorAll("select")) {
        const value = choices.get(labelOf(list)) ?? list.value;
        if (value === list.value || ![...list.options].some((option) => option.value === value)) continue;
        list.value = value;
        list.dispatchEvent(new Event("change"));
      }
      // After the event with the plan.
      queueMicrotask(() => {
        for (const [button, label] of pressed) {
          if (button.isConnected && (isSame || labelOf(button) === label)) button.click();
        }
      });
    },
  };
}
