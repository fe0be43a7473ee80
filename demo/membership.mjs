// The memberships: joining and leaving only sets an entry in this browser.
import * as cart from "./cart.mjs";
import { say } from "./chrome.mjs";
import { memberships } from "./terms.mjs";

const status = document.querySelector("[data-status]");
const leave = document.querySelector("[data-leave]");

function show() {
  const plan = memberships.find(({ id }) => id === cart.membership());
  status.textContent = plan ? `You are a member of ${plan.name}.` : "You are not a member yet.";
  leave.hidden = !plan;
  for (const button of document.querySelectorAll("[data-join]")) {
    button.disabled = button.dataset.join === plan?.id;
  }
}

for (const button of document.querySelectorAll("[data-join]")) {
  button.addEventListener("click", () => {
    cart.join(button.dataset.join);
    say("Welcome! Your benefits apply from this basket on.");
  });
}
leave.addEventListener("click", () => {
  cart.join(null);
  say("You have left the membership.");
});
cart.onChange(show);
show();
