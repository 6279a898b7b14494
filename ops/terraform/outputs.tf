output "next_step" {
  description = "What to type now."
  value       = "fcwt init --app-prefix ${var.app_prefix} --ledger-bucket ${var.ledger_bucket} ${join(" ", [for bucket in var.media_buckets : "--trigger ${bucket}:uploads/"])} && s deploy -y"
}

output "roles" {
  description = "The names of the roles by function."
  value       = { for function, role in alicloud_ram_role.function : function => role.name }
}
