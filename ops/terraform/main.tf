# Buckets, roles and, if asked for, the log project of one deployment. The functions are made by `s deploy`.

terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.246.0"
    }
  }
}

locals {
  functions = toset(["callback", "ingest", "reconcile"])

  # Days after which the ledger forgets. What is not named here never expires.
  lifecycle_days = {
    "r/"  = 120
    "a/"  = 120
    "t/"  = 120
    "w/"  = 120
    "i/"  = 120
    "e/"  = 120
    "bd/" = 7
    "u/"  = 180
  }

  # The policies of src/policies with the names of this deployment: a resource of the media bucket once for each bucket.
  policies = {
    for function in local.functions : function => jsonencode({
      Version = "1"
      Statement = [
        for statement in jsondecode(file("${path.module}/../../src/policies/${function}.json")).Statement : {
          Effect = statement.Effect
          Action = statement.Action
          Resource = distinct(flatten([
            for resource in flatten([statement.Resource]) : [
              for bucket in var.media_buckets :
              endswith(resource, "/fc-workflow-trigger-reconcile") ? replace(resource, "fc-workflow-trigger-reconcile", "${var.app_prefix}-reconcile") :
              length(regexall(":ledger(/|$)", resource)) > 0 ? replace(resource, ":ledger", ":${var.ledger_bucket}") :
              replace(resource, ":media-in", ":${bucket}")
            ]
          ]))
        }
      ]
    })
  }
}

resource "alicloud_oss_bucket" "media" {
  for_each = var.create_media_buckets ? toset(var.media_buckets) : toset([])
  bucket   = each.value

  lifecycle {
    ignore_changes = [acl]
  }
}

resource "alicloud_oss_bucket_acl" "media" {
  for_each = alicloud_oss_bucket.media
  bucket   = each.value.bucket
  acl      = "private"
}

# Versioning must never be switched on here: OSS then ignores the condition under which records are written.
resource "alicloud_oss_bucket" "ledger" {
  bucket = var.ledger_bucket

  dynamic "lifecycle_rule" {
    for_each = local.lifecycle_days

    content {
      id      = trimsuffix(lifecycle_rule.key, "/")
      prefix  = lifecycle_rule.key
      enabled = true

      expiration {
        days = lifecycle_rule.value
      }
    }
  }

  lifecycle {
    ignore_changes  = [acl]
    prevent_destroy = true
  }
}

resource "alicloud_oss_bucket_acl" "ledger" {
  bucket = alicloud_oss_bucket.ledger.bucket
  acl    = "private"
}

resource "alicloud_ram_role" "function" {
  for_each = local.functions
  name     = "${var.app_prefix}-${each.key}"
  document = file("${path.module}/../../src/policies/trust.json")
}

resource "alicloud_ram_policy" "function" {
  for_each        = local.functions
  policy_name     = "${var.app_prefix}-${each.key}"
  policy_document = local.policies[each.key]
}

resource "alicloud_ram_role_policy_attachment" "function" {
  for_each    = local.functions
  policy_name = alicloud_ram_policy.function[each.key].policy_name
  policy_type = "Custom"
  role_name   = alicloud_ram_role.function[each.key].name
}

resource "alicloud_log_project" "logs" {
  count        = var.log_project == "" ? 0 : 1
  project_name = var.log_project
  description  = "Logs of FcWorkflowTrigger"
}

resource "alicloud_log_store" "functions" {
  count            = var.log_project == "" ? 0 : 1
  project_name     = alicloud_log_project.logs[0].project_name
  logstore_name    = "functions"
  retention_period = 90
  shard_count      = 1
}

resource "alicloud_log_store_index" "functions" {
  count    = var.log_project == "" ? 0 : 1
  project  = alicloud_log_project.logs[0].project_name
  logstore = alicloud_log_store.functions[0].logstore_name

  full_text {
    case_sensitive  = false
    include_chinese = true
  }
}
