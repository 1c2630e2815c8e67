exports.dishes = [
  { name: "soup", cents: 450 },
  { name: "bread", cents: 200 },
];
