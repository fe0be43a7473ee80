// The guided tour: for each offer, a cart and a shopper that produce it. The products are real; the shoppers are not.

const line = (sku, title, priceMinor, quantity = 1) => ({ sku, title, priceMinor, quantity });
const CAKESTAND = line("22423", "Regency cakestand 3 tier", 1275);
const CAKESTANDS = line("22423", "Regency cakestand 3 tier", 1275, 2);
const PLATES = line("21094", "Set/6 red spotty paper plates", 85, 2);

/** Each scene with its page, its shopper and its cart. */
export const TOUR = [
  { id: "bundle", title: "Frequently bought together", offer: "tillside-bundle", address: "/product.html?sku=22423", text: "A product together with those most often bought with it, and one button that adds them all. Bought together, each costs five percent less." },
  { id: "also_bought", title: "Customers also bought", offer: "tillside-also-bought", address: "/cart.html", cart: [CAKESTAND, line("22699", "Roses regency teacup and saucer", 295, 2)], text: "Inexpensive products that go with the whole basket. The list changes with every click." },
  { id: "quantity_break", title: "Quantity break", offer: "tillside-quantity-break", address: "/product.html?sku=22383", cart: [line("20727", "Lunch bag black skull.", 165)], text: "Three lunch bags of any design for £4.50. One is in the basket, so the button adds the two that are missing. The price is demo data." },
  { id: "upgrade", title: "Upgrade", offer: "tillside-upgrade", address: "/product.html?sku=22784", text: "A better lantern, offered in place of the one you are viewing. It costs at most a quarter more, and the offer states its advantage." },
  { id: "addons", title: "Accessories and required parts", offer: "tillside-addons", address: "/product.html?sku=22460", text: "A t-light holder needs t-lights, so they come before all other offers." },
  { id: "services", title: "Services", offer: "tillside-services", address: "/product.html?sku=22193", text: "Gift wrap for products that cost £4 or more, and a longer warranty for clocks. The services are demo data from the shop's terms." },
  { id: "big-ticket", title: "Expensive products", offer: "stages and limits", address: "/product.html?sku=22827", text: "A shopper considering a £165 sideboard sees services and upgrades, and no other offers." },
  { id: "trial", title: "Sample", offer: "tillside-trial", address: "/cart.html", cart: [PLATES, CAKESTAND], text: "One free sample with the order, of a product that similar baskets often contain. The offer is demo data." },
  { id: "memberships", title: "The membership that pays for itself", offer: "tillside-memberships", address: "/membership.html", shopper: "regular", cart: [CAKESTAND], text: "A customer who places seven small orders a year and gave consent. The free-delivery membership pays for itself, and the card shows the saving." },
  { id: "shipping", title: "From free delivery to a gift", offer: "tillside-shipping", address: "/cart.html", cart: [CAKESTANDS, line("22699", "Roses regency teacup and saucer", 295, 3)], text: "£50 earns free delivery, £80 a bag, and £150 ten percent off. Up to three products close the gap with as little excess as possible." },
  { id: "loyalty", title: "Loyalty points", offer: "tillside-loyalty", address: "/checkout.html", shopper: "regular", cart: [CAKESTANDS, line("22699", "Roses regency teacup and saucer", 295, 7)], text: "The points that this basket earns, and one inexpensive product that reaches the next voucher. The balance is demo data." },
  { id: "deal", title: "Deal of the day", offer: "tillside-deal", address: "/", text: "One popular product per day, the same for everyone until midnight in London. The strikethrough price is the lowest price of the last thirty days." },
  { id: "abandoned_cart", title: "Abandoned basket", offer: "tillside-abandoned-cart", address: "/", shopper: "returning", text: "A returning shopper who gave consent can restore both kinds of teacup with one click, and sees one product that goes with them." },
  { id: "after", title: "After the purchase", offer: "tillside-follow-up", address: "/checkout.html", cart: [CAKESTAND, line("85123A", "White hanging heart t-light holder", 295, 2)], text: "Place the pretend order to see products that go with it, items that can still be gift-wrapped, and the usual time to reorder." },
  { id: "buy_again", title: "Buy again", offer: "tillside-buy-again", address: "/", shopper: "regular", text: "It is time for a regular customer to reorder cake cases, judging by how soon other customers reorder them. The history is demo data." },
  { id: "sold_out_alternatives", title: "Sold out", offer: "tillside-bundle", address: "/product.html?sku=23355", text: "The page of a sold-out product shows similar products, and no other offers." },
  { id: "proof", title: "Ratings and testimonials", offer: "all elements", address: "/product.html?sku=22224", text: "Stars and one sentence from a customer, if the catalog contains them. Here they are sample data." },
];
