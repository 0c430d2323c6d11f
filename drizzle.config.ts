import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/core/store/tables/index.ts',
  out: './drizzle',
});
