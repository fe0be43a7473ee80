// The guided tour: a button puts basket and shopper in place and goes where the offer is made.
import * as basket from "./basket.mjs";
import "./chrome.mjs";
import { TOUR } from "./scenes.mjs";
import { become } from "./shopper.mjs";

for (const button of document.querySelectorAll("[data-scene]")) {
  button.addEventListener("click", () => {
    const scene = TOUR.find(({ id }) => id === button.dataset.scene);
    basket.replace(scene.basket ?? []);
    become(scene.shopper ?? null, scene.shopper !== undefined);
    location.assign(scene.address);
  });
}
