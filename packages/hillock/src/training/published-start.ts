/** Where the published negative-weight circuit begins (R1 ... R5 in ohm, W and L in m), and what the published curve is there. */
export const publishedStart = [176, 100.2, 499.5e3, 279.3e3, 151e3, 630e-6, 60e-6];
export const publishedEta = [2.1493e-3, 1.0022, 2.3549e-3, 12.297];
