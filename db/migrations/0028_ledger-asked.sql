CREATE INDEX "action_items_unit_changed" ON "action_items" USING btree ("county_id","body_id","lead_unit_id","changed_at","id");--> statement-breakpoint
CREATE INDEX "action_items_state_changed" ON "action_items" USING btree ("county_id","body_id","state","changed_at","id");--> statement-breakpoint
CREATE INDEX "action_items_created" ON "action_items" USING btree ("county_id","body_id","created_at");--> statement-breakpoint
CREATE INDEX "action_items_closed" ON "action_items" USING btree ("county_id","body_id","closed_at");