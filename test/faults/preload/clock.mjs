// The system's clock, CLOCK_AHEAD ms ahead of the others; on SIGUSR2 it is set back by CLOCK_BACK ms, and says so.
const RealDate = Date;
let ahead = Number(process.env.CLOCK_AHEAD ?? 0);

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + ahead);
    else super(...given);
  }

  static now() {
    return RealDate.now() + ahead;
  }
};

process.on('SIGUSR2', () => {
  ahead -= Number(process.env.CLOCK_BACK ?? 0);
  process.stdout.write('clock set back\n');
});
