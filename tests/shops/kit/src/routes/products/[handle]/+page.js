import products from "../../../../../products.json";

export const load = ({ params }) => ({ product: products.find(({ handle }) => handle === params.handle) });
