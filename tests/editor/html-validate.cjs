// The explorer is checked by all rules that html-validate recommends, but for what is a matter of style:
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // The title is that of the dataset. Search engines may cut it off.
    "long-title": "off",
    // The address of a fact is its id, which begins with a year. HTML takes any id without white space.
    "valid-id": ["error", { relaxed: true }],
  },
};
