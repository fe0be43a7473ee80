/** In production the graph and the pictures are on another server, as in many shops. */
export async function handle({ event, resolve }) {
  const { pathname } = event.url;
  if (!/^\/(graph|pictures)\//.test(pathname)) return resolve(event);
  const answer = await fetch(`${process.env.SHOP_FILES}${pathname}`);
  return new Response(await answer.arrayBuffer(), { status: answer.status, headers: { "content-type": answer.headers.get("content-type") ?? "" } });
}
