// The guided tour: for each offer a basket and a shopper in which it is made. The products are real; the shoppers are not.

const line = (sku, title, priceMinor, quantity = 1) => ({ sku, title, priceMinor, quantity });
const CAKESTAND = line("22423", "Regency cakestand 3 tier", 2496);
const CASES = line("84991", "60 Teatime fairy cake cases", 125, 4);

/** Each scene: where it plays, who shops, and what is in the basket. */
export const TOUR = [
  { id: "bundle", title: "Frequently bought together", offer: "tillside-bundle", address: "/product.html?sku=22423", text: "A product, what other orders hold with it, and one button. Together each costs five percent less, piece by piece." },
  { id: "also", title: "Customers also bought", offer: "tillside-also", address: "/basket.html", basket: [CAKESTAND, line("22699", "Roses regency teacup and saucer", 295, 2)], text: "At the basket: small things that go with all of it, and they change with every click." },
  { id: "upgrade", title: "One step up", offer: "tillside-upgrade", address: "/product.html?sku=22784", text: "The better lantern takes the place of the one you look at. It costs no more than a quarter more, and says what is better." },
  { id: "addons", title: "Add-ons and what is needed", offer: "tillside-addons", address: "/product.html?sku=22460", text: "A holder does not glow without t-lights, so they come before anything else." },
  { id: "services", title: "Services", offer: "tillside-services", address: "/product.html?sku=22193", text: "Gift wrap for everything from £4, a longer warranty for clocks: sample data, as the shop's terms state it." },
  { id: "big-ticket", title: "Left alone", offer: "stages and tact", address: "/product.html?sku=22827", text: "Who thinks about a sideboard for £165 is not shown a mug: services and upgrades, nothing else." },
  { id: "trial", title: "Something to try", offer: "tillside-trial", address: "/basket.html", basket: [CASES, line("22423", "Regency cakestand 3 tier", 2496)], text: "One free sample with the order, of what baskets like this go on to hold. Sample data." },
  { id: "plans", title: "The membership that pays", offer: "tillside-plans", address: "/membership.html", shopper: "regular", basket: [line("22423", "Regency cakestand 3 tier", 2496)], text: "A customer of seven small orders a year, who agreed to be remembered: free delivery pays, and the card says how much." },
  { id: "shipping", title: "From free delivery to a gift", offer: "tillside-shipping", address: "/basket.html", basket: [CAKESTAND, line("22699", "Roses regency teacup and saucer", 295, 3)], text: "£50 earns delivery, £80 a bag, £150 ten percent. Up to three products close the gap as closely as can be." },
  { id: "points", title: "Points", offer: "tillside-points", address: "/checkout.html", shopper: "regular", basket: [line("22423", "Regency cakestand 3 tier", 2496), line("22699", "Roses regency teacup and saucer", 295, 7)], text: "What this basket earns, and the one small thing that reaches the next voucher. The balance is sample data." },
  { id: "deal", title: "Deal of the day", offer: "tillside-deal", address: "/", text: "One fast seller a day, the same for everyone until midnight in London. The struck price is the lowest that the last thirty days of orders show." },
  { id: "recovery", title: "What you left", offer: "tillside-recovery", address: "/", shopper: "returning", text: "A returning shopper, with consent, gets the two kinds of teacups back in one click, and hears what is missing." },
  { id: "after", title: "After the purchase", offer: "tillside-after", address: "/checkout.html", basket: [CAKESTAND, line("85123A", "White hanging heart t-light holder", 295, 2)], text: "Place the pretended order: what goes with it, what can still be wrapped, and when most customers come back." },
  { id: "again", title: "Buy again", offer: "tillside-again", address: "/", shopper: "regular", text: "A regular's cake cases are due, as others' intervals tell. The history is sample data." },
  { id: "rescue", title: "Sold out", offer: "tillside-bundle", address: "/product.html?sku=23355", text: "What cannot be had gives way to what comes closest, and to nothing else." },
  { id: "proof", title: "What others think", offer: "all elements", address: "/product.html?sku=22224", text: "Stars and one sentence where the catalogue has them. Here they are sample data; without them nothing is shown." },
];
