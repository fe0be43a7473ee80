// The guided tour: a button sets cart and shopper and opens the page with the offer.
import * as cart from "./cart.mjs";
import "./chrome.mjs";
import { TOUR } from "./scenes.mjs";
import { become } from "./shopper.mjs";

for (const button of document.querySelectorAll("[data-scene]")) {
  button.addEventListener("click", () => {
    const scene = TOUR.find(({ id }) => id === button.dataset.scene);
    cart.replace(scene.cart ?? []);
    become(scene.shopper ?? null, scene.shopper !== undefined);
    location.assign(scene.address);
  });
}
