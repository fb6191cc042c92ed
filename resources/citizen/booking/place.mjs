// Where the person is, as the address bar says it: a reload, "back" and a second tab lead to the same place.

/** @typedef {{office?: string, matters?: string[], step?: string, day?: string}} Place */

/** @param {string} query @returns {Place} */
export function placeFromQuery(query) {
  const parts = new URLSearchParams(query);
  const { office, step, day } = Object.fromEntries(parts);
  return { office, matters: parts.getAll("matter"), step, day };
}

/** @param {Place} place @returns {string} with its `?` */
export function placeToQuery({ office, matters = [], step, day }) {
  const parts = [["office", office], ...matters.map((matter) => ["matter", matter]), ["step", step], ["day", day]];
  return `?${new URLSearchParams(parts.filter((part) => part[1]).map(([name = "", value = ""]) => [name, value]))}`;
}
