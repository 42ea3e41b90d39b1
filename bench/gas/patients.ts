/** The recovery phrase whose bookings stand for as many patients: no two of one patient's bookings share a key either. */
export const PHRASE = "test test test test test test test test test test test junk";
