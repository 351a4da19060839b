/**
 * An element of a circuit that is no component: it makes the model do what measurements or published simulations do. It is left
 * out of tables of components.
 */
export interface ModelElement {
  /** Of the element in its cell. */
  readonly name: string;
  readonly law: string;
  readonly reason: string;
}
