// What the elements of a page have drawn, by their keys: what moves through the years redraws it.

export const drawn = new Map();
