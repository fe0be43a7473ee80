// The page's script for Algolia's recommend-js, as its documentation writes it. The API's address is this server's.
import recommend from "@algolia/recommend";
import { frequentlyBoughtTogether } from "@algolia/recommend-js";

const { sku, count } = document.querySelector("#offer").dataset;
frequentlyBoughtTogether({
  container: "#offer",
  recommendClient: recommend("RACE", "key", { hosts: [{ url: location.host, protocol: "http" }] }),
  indexName: "products",
  objectIDs: [sku],
  maxRecommendations: Number(count),
  itemComponent: ({ item, html }) => html`<a class="card" href=${item.url}>
    <img src=${item.image} alt="" width="96" height="96" decoding="async" />
    <span class="title">${item.title}</span>
    <span class="price">${item.price}</span>
  </a>`,
});
