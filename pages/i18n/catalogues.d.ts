declare module "catalogues:*" {
  const catalogues: import("./texts.ts").Catalogues;
  export default catalogues;
}
