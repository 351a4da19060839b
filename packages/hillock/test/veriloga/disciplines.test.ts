import { expect, test } from "vitest";
import { currentsAt, device, unknownNames } from "./device.js";

test("each discipline has access functions of its own", () => {
  const equations = device(`\`include "disciplines.vams"
    module motor(a, b, shaft, t);
      inout a, b, shaft, t; electrical a, b; rotational_omega shaft; thermal t;
      parameter real K = 2, R = 4;
      branch (a, b) coil; branch (shaft) axle;
      analog begin
        V(coil) <+ R*I(coil) + K*Omega(shaft);
        Tau(axle) <+ -K*I(coil);
        Pwr(t) <+ -R*I(coil)*I(coil) + 0.5*Temp(t);
      end
    endmodule`);
  expect(unknownNames(equations)).toEqual(["a", "b", "shaft", "t", "coil"]);
  expect(currentsAt(equations, { a: 10, shaft: 3, t: 8, coil: 0.5 })).toEqual([
    0.5,
    -0.5,
    -1,
    4 - 1,
    10 - 4 * 0.5 - 2 * 3,
  ]);
});

test("natures and disciplines can be declared, and inherit", () => {
  const equations = device(`
    nature Amount; units = "mol"; access = N; abstol = 1e-9; endnature
    nature Rate : Current; access = Flow; endnature
    discipline chemical potential Amount; flow Rate; domain continuous; enddiscipline
    module cell(a); inout a; chemical a, x;
      analog begin Flow(a,x) <+ 2*N(a,x); flow(x) <+ 3*potential(x) + ddt(N(x)); end
    endmodule`);
  expect(currentsAt(equations, { a: 5, x: 1 })).toEqual([8, -8 + 3]);
});

test("signal-flow disciplines go together with electrical", () => {
  const equations = device(`module m(a, in); inout a; input in; electrical a; voltage in;
    analog I(a) <+ V(a, in) + V(in); endmodule`);
  expect(currentsAt(equations, { a: 5, in: 1 })).toEqual([5, 0]);
});

test("a name that is declared is not an access function", () => {
  const equations = device(`module m(a); inout a; electrical a; parameter real Temp = 3; real F;
    analog function real Pos; input x; real x; Pos = 2*x; endfunction
    analog begin F = Pos(V(a)); I(a) <+ F*Temp; end endmodule`);
  expect(currentsAt(equations, { a: 1 })).toEqual([6]);
});
