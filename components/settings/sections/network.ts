import { z } from "zod";

export const networkSchema = z.strictObject({
  vpcId: z
    .string()
    .regex(/^vpc-[0-9a-f]+$/, { error: "is not a VPC id such as vpc-0a1b2c3d." })
    .meta({ description: "An existing VPC.", example: "vpc-0a1b2c3d" }),
  subnetIds: z
    .array(z.string().regex(/^subnet-[0-9a-f]+$/, { error: "is not a subnet id such as subnet-0a1b2c3d." }))
    .min(1, { error: "names no subnet: list at least one." })
    .meta({
      description: "Subnets with a way to the internet or to the interface endpoints of both regions.",
      example: ["subnet-0a1b2c3d"],
    }),
  assignPublicIp: z.boolean().default(false).meta({
    description: "Give the task a public address: needed in a public subnet, not behind a NAT gateway.",
  }),
});

export type NetworkSettings = z.infer<typeof networkSchema>;
