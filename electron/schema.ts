import { z } from 'zod';

// Without this zod compiles its checks with `new Function`, which no part of the app is to need.
z.config({ jitless: true });

export { z };
