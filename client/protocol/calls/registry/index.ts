export { register } from "./register.ts";
export { revoke } from "./revoke.ts";
export { rotateKey } from "./rotate-key.ts";
export { suspend } from "./suspend.ts";
export { updateProfile } from "./update-profile.ts";
