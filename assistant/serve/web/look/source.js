// A citation's own address ends in #start-end: ask for the page with that range marked.
const range = /^#(\d+)-(\d+)$/.exec(location.hash);
if (range) {
  const address = new URL(location.href);
  address.searchParams.set("start", range[1]);
  address.searchParams.set("end", range[2]);
  address.hash = "quote";
  location.replace(address);
}
