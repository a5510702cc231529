/** What the console's own script gives the page. It is unpacked on first use and takes from the page what that has already. */
export { Asked, Own } from "./ask";
export { begin } from "./session";
