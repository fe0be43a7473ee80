// The page's script for InstantSearch's widget, as its documentation writes it. The API's address is this server's.
import { liteClient } from "algoliasearch/lite";
import instantsearch from "instantsearch.js/es";
import { frequentlyBoughtTogether } from "instantsearch.js/es/widgets";

const { sku, count } = document.querySelector("#offer").dataset;
const searchClient = liteClient("RACE", "key", { hosts: [{ url: location.host, protocol: "http", accept: "readWrite" }] });
const search = instantsearch({ indexName: "products", searchClient });
search.addWidgets([
  frequentlyBoughtTogether({
    container: "#offer",
    objectIDs: [sku],
    limit: Number(count),
    templates: {
      item: (item, { html }) => html`<a class="card" href=${item.url}>
        <img src=${item.image} alt="" width="96" height="96" decoding="async" />
        <span class="title">${item.title}</span>
        <span class="price">${item.price}</span>
      </a>`,
    },
  }),
]);
search.start();
