// The memberships: joining and leaving are a note in this browser and nothing more.
import * as basket from "./basket.mjs";
import { say } from "./chrome.mjs";
import { memberships } from "./terms.mjs";

const status = document.querySelector("[data-status]");
const leave = document.querySelector("[data-leave]");

function show() {
  const plan = memberships.find(({ id }) => id === basket.membership());
  status.textContent = plan ? `You are a member of ${plan.name}.` : "You are not a member yet.";
  leave.hidden = !plan;
  for (const button of document.querySelectorAll("[data-join]")) {
    button.disabled = button.dataset.join === plan?.id;
  }
}

for (const button of document.querySelectorAll("[data-join]")) {
  button.addEventListener("click", () => {
    basket.join(button.dataset.join);
    say("Welcome! Your benefits apply from this basket on.");
  });
}
leave.addEventListener("click", () => {
  basket.join(null);
  say("You have left the membership.");
});
basket.onChange(show);
show();
